import { Phone, type PhoneOptions } from '@cordboard/phone';

// A telephone in a process of its own, so that a test can take its power away. It answers every call.
const options = JSON.parse(process.argv[2] as string) as PhoneOptions;
await Phone.start({ ...options, autoAnswer: true });
process.send?.('registered');

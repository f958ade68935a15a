import { Phone, type PhoneCall } from '@cordboard/phone';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

/** One of the office, with a telephone that plays a tone of its own: who hears whom can be measured. */
export interface Person {
  readonly extension: string;
  readonly name: string;
  readonly tone: number;
  /** The next call that rings at the telephone. */
  rings(): Promise<PhoneCall>;
}

const RINGS_WITHIN_MS = 10_000;

/** Makes the user with its extension, creates credentials, registers a telephone with them. */
export async function hire(
  { client, sip, things }: Stage,
  narrator: Narrator,
  person: { accountId: string; extension: string; name: string; tone: number },
): Promise<Person> {
  const { accountId, extension, name, tone } = person;
  const email = `${name.toLowerCase()}@example.com`;
  await client.users.createIn(accountId, { email, name, extension });
  const { username, password, realm } = await client.endpoint(extension).createCredentials();
  const phone = await Phone.start({ server: sip, username, password, realm, talk: true, tone });
  things.defer(() => phone.close());
  narrator.phone(`${name}'s phone is registered as ${extension}, and plays a tone of ${tone} Hz in every call`);
  const calls: PhoneCall[] = [];
  let arrived = Promise.withResolvers<void>();
  phone.onIncoming((call) => {
    narrator.phone(`${extension} rings: ${call.remote.number}${call.remote.name ? ` "${call.remote.name}"` : ''}`);
    calls.push(call);
    arrived.resolve();
  });
  const rings = async () => {
    const limit = setTimeout(() => arrived.reject(new Error(`${extension} does not ring`)), RINGS_WITHIN_MS);
    if (calls.length === 0) await arrived.promise.finally(() => clearTimeout(limit));
    clearTimeout(limit);
    arrived = Promise.withResolvers();
    return calls.shift() as PhoneCall;
  };
  return { ...person, rings };
}

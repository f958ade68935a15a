import { readFile } from 'node:fs/promises';
import { readWav } from '@cordboard/rtp';

/** The spoken words by file name (prompts/README.md). */
export const prompts = {
  greeting: 'The person you have called can not take your call. Please leave a message after the tone.',
  failed: 'Your message could not be recorded. Please try again later.',
  'no-messages': 'You have no messages.',
  'new-message': 'New message.',
  'old-message': 'Old message.',
  menu: 'Press 1 to hear it again, 2 to delete it, 3 for the next one.',
  deleted: 'Deleted.',
  end: 'There are no more messages. Good bye.',
  'dnd-on': 'Do not disturb is on.',
  'dnd-off': 'Do not disturb is off.',
  'forwarding-on': 'Your calls are forwarded.',
  'forwarding-off': 'Your calls ring here again.',
  'access-code': 'Please enter the access code of the conference, and press the hash key.',
  'wrong-access-code': 'This access code is not valid.',
  'conference-locked': 'The conference is locked.',
} as const;

export type Prompt = keyof typeof prompts;

const loaded = new Map<Prompt, Promise<Int16Array>>();

export function promptSamples(prompt: Prompt): Promise<Int16Array> {
  const samples = loaded.get(prompt) ?? load(prompt);
  loaded.set(prompt, samples);
  return samples;
}

async function load(prompt: Prompt): Promise<Int16Array> {
  return readWav(await readFile(new URL(`./prompts/${prompt}.wav`, import.meta.url))).samples;
}

import type { UpdateCallRecordBody } from '@cordboard/contract';

/** Mitel's own program sends the word instead of the boolean (contract section 4). */
export function wantsHidden({ hide }: UpdateCallRecordBody): boolean {
  return hide === true || hide === 'true';
}

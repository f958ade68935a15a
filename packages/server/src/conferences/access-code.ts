import { randomInt } from 'node:crypto';
import { ApiError } from '../http/index.ts';
import type { Tx } from '../storage/index.ts';
import { findByCode } from './repository.ts';

const USUAL_LENGTH = 9;
/** Of short codes many may be taken. */
const TRIES = 50;

/** A code that no other conference has. @throws ApiError access_code_in_use */
export async function freeAccessCode({ db }: Tx, wanted?: string, length = USUAL_LENGTH): Promise<string> {
  for (let attempt = 0; attempt < (wanted === undefined ? TRIES : 1); attempt += 1) {
    const code = wanted ?? randomDigits(length);
    if ((await findByCode(db, code)) === undefined) return code;
  }
  throw new ApiError('access_code_in_use', undefined, {
    param: wanted === undefined ? 'accessCodeLength' : 'accessCode',
  });
}

function randomDigits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}

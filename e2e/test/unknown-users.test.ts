import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { ServerProcess } from '../support/server-process.ts';
import { type ProbeAnswer, SipProbe } from '../support/sip-probe.ts';

// Of the same length, so that answers of the same length say the same.
const KNOWN = '2880';
const UNKNOWN = '7219';
/** Answers of each kind that are timed. */
const TRIES = 300;
/** Fewer than an address may guess wrongly in a minute; the next address goes on. */
const TRIES_OF_ADDRESS = 16;
const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start();
  await (await Api.signIn(server)).createPhone(KNOWN);
}, 60_000);

afterAll(async () => {
  await server?.remove();
});

const guess = (extension: string, nonce: string) =>
  `Authorization: Digest username="${extension}", realm="cordboard", nonce="${nonce}", uri="sip:${extension}@127.0.0.1", algorithm=MD5, response="${'0'.repeat(32)}"`;
const nonceOf = ({ text }: ProbeAnswer) => /nonce="([^"]*)"/.exec(text)?.[1] ?? expect.unreachable();

describe.each(['REGISTER', 'INVITE', 'SUBSCRIBE', 'OPTIONS', 'MESSAGE', 'REFER', 'NOTIFY', 'PUBLISH'])(
  '%s',
  (method) => {
    test('an extension that is there is answered as one that is not, with and without credentials', async () => {
      const probe = await SipProbe.open(server.sip, '127.0.1.1');
      const headers = ['Event: dialog'];
      const known = await probe.ask({ method, extension: KNOWN, headers });
      const unknown = await probe.ask({ method, extension: UNKNOWN, headers });
      expect(shape(unknown)).toEqual(shape(known));
      if (known.text.startsWith('SIP/2.0 401')) {
        const wrongly = async (extension: string, nonce: string) =>
          shape(await probe.ask({ method, extension, headers: [...headers, guess(extension, nonce)] }));
        expect(await wrongly(UNKNOWN, nonceOf(unknown))).toEqual(await wrongly(KNOWN, nonceOf(known)));
        // Nor does an old nonce tell who is there.
        expect(await wrongly(UNKNOWN, 'old')).toEqual(await wrongly(KNOWN, 'old'));
      }
      probe.close();
    });
  },
);

test.each(['REGISTER', 'INVITE'])(
  '%s takes as long for an extension that is not there',
  async (method) => {
    const times: Record<string, number[]> = { [KNOWN]: [], [UNKNOWN]: [] };
    let probe = await SipProbe.open(server.sip);
    for (let turn = 0; turn < TRIES * 2; turn += 1) {
      if (turn % TRIES_OF_ADDRESS === 0) {
        probe.close();
        probe = await SipProbe.open(server.sip, `127.0.${method.length}.${turn / TRIES_OF_ADDRESS + 2}`);
      }
      const extension = turn % 2 === 0 ? KNOWN : UNKNOWN;
      const challenge = await probe.ask({ method, extension });
      const answer = await probe.ask({ method, extension, headers: [guess(extension, nonceOf(challenge))] });
      expect(answer.text).toMatch(/^SIP\/2\.0 401 /);
      times[extension]?.push(answer.elapsedMs);
    }
    probe.close();
    const ratio = median(times[UNKNOWN] ?? []) / median(times[KNOWN] ?? []);
    console.log(`${method} with a wrong password: unknown by known ${ratio.toFixed(2)} (medians of ${TRIES})`);
    // Hashing for one of them alone would not be seen beside a network either; a database or a slow hash would.
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  },
  60_000,
);

/** All of an answer but what is drawn anew for each, or repeats the question. */
function shape({ text }: ProbeAnswer): unknown {
  const hidden = text
    .replaceAll(KNOWN, 'user')
    .replaceAll(UNKNOWN, 'user')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(UUID, 'call')
    .replace(/(^To:.*;tag=)\S+/im, '$1tag');
  return { text: hidden, length: text.length };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

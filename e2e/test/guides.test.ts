import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, rtpRange } from '../support/ports.ts';
import { Terminals } from '../support/terminals.ts';

const root = join(import.meta.dirname, '..', '..');

interface Block {
  readonly kind: 'sh' | 'text';
  readonly terminal: string;
  readonly text: string;
}

/** The blocks of a guide that name a terminal: ```sh is typed there, ```text is what it then shows. */
function blocksOf(guide: string): Block[] {
  return [...guide.matchAll(/^```(sh|text) (\w+)\n(.*?)\n```$/gms)].map(([, kind, terminal, text]) => ({
    kind: kind as Block['kind'],
    terminal: terminal as string,
    text: text as string,
  }));
}

/** The guide's ports are the defaults; here they are free ones. */
async function withFreePorts(guide: string): Promise<{ guide: string; env: Record<string, string> }> {
  const [http, sip, webhook, trunk] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const moved = guide
    .replaceAll('8080', String(http))
    .replaceAll('5060', String(sip))
    .replaceAll('8090', String(webhook))
    .replaceAll('5070', String(trunk))
    .replaceAll('cordboard phone -u', `cordboard phone -s 127.0.0.1:${sip} -u`)
    .replaceAll('cordboard phone --no-register', `cordboard phone -s 127.0.0.1:${sip} --no-register`);
  const env = {
    CORDBOARD_HTTP_PORT: String(http),
    CORDBOARD_SIP_PORT: String(sip),
    CORDBOARD_RTP_PORTS: rtpRange(),
  };
  return { guide: moved, env };
}

test.each([
  ['call-control.md', 25],
  ['history-and-recordings.md', 30],
  ['conferences.md', 40],
])(
  'docs/guides/%s: every block does what the page says',
  async (name, blockCount) => {
    const page = await readFile(join(root, 'docs/guides', name), 'utf8');
    const data = await mkdtemp(join(tmpdir(), 'cordboard-guide-'));
    const { guide, env } = await withFreePorts(page.replaceAll('/tmp/', `${data}/`));
    const terminals = new Terminals(root, {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CORDBOARD_DATA_DIR: data,
      ...env,
    });
    onTestFinished(async () => {
      await terminals.close();
      await rm(data, { recursive: true, force: true });
    });
    const blocks = blocksOf(guide);
    expect(blocks.length).toBeGreaterThan(blockCount);
    for (const { kind, terminal, text } of blocks) {
      if (kind === 'sh') {
        // As a reader does: by now half a second of audio was heard.
        await delay(700);
        terminals.type(terminal, text);
      } else for (const line of text.split('\n')) await terminals.shows(terminal, line);
    }
  },
  120_000,
);

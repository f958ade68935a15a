import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { PagePhone } from './page-phone.ts';
import type { PhonePageOptions } from './phone-driver.ts';

const ENTRY = new URL('../pages/phone-page.ts', import.meta.url).pathname;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/** A browser that nobody sees, and the server of the page with the web phone. */
export class Chromium {
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(): Promise<Chromium> {
    const bundle = await build({
      entryPoints: [ENTRY],
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
    });
    const script = bundle.outputFiles[0]?.contents ?? Buffer.alloc(0);
    const server = createServer((request, response) => {
      const [type, body] =
        request.url === '/phone.js' ? ['javascript', script] : ['html', '<script src=/phone.js></script>'];
      response.setHeader('content-type', `text/${type}`).end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Chromium(await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS }), server);
  }

  /** A page of its own, or one more tab beside those of `context`. */
  async open(o: PhonePageOptions, context?: BrowserContext): Promise<PagePhone> {
    const page = await (context ?? (await this.#browser.newContext())).newPage();
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    return await PagePhone.open(page, o);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

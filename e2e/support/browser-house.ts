import { WebSocketOffice } from '../../packages/pbx/test/support/web-socket-office.ts';
import { Chromium } from './chromium.ts';
import type { PagePhone } from './page-phone.ts';
import { until } from './until.ts';

const HEARING_HZ = 25;
const EXTENSIONS = ['2880', '2881', '2882'];

/** A PBX with WebSockets, and a browser whose pages are telephones. */
export class BrowserHouse {
  readonly wires: WebSocketOffice;
  readonly #chromium: Chromium;
  readonly #pages: PagePhone[] = [];

  private constructor(wires: WebSocketOffice, chromium: Chromium) {
    this.wires = wires;
    this.#chromium = chromium;
  }

  static async open(): Promise<BrowserHouse> {
    const [wires, chromium] = await Promise.all([WebSocketOffice.open(), Chromium.start()]);
    for (const extension of EXTENSIONS) wires.office.addExtension(extension);
    return new BrowserHouse(wires, chromium);
  }

  get office(): WebSocketOffice['office'] {
    return this.wires.office;
  }

  /** A page that is the telephone of this extension and says this tone. */
  async page(extension: string, hz: number, o: { answers?: boolean } = {}): Promise<PagePhone> {
    const phone = await this.tab(extension, hz, o);
    await phone.untilState('ready');
    return phone;
  }

  /** The same, whether or not it becomes ready; `beside` is a tab of the same user. */
  async tab(
    extension: string,
    hz: number,
    o: { answers?: boolean; leads?: string; beside?: PagePhone } = {},
  ): Promise<PagePhone> {
    const { answers = false, leads, beside } = o;
    const options = {
      extension,
      hz,
      answers,
      url: this.wires.url(extension),
      ...(leads === undefined ? {} : { leads }),
    };
    const phone = await this.#chromium.open(options, beside?.context);
    this.#pages.push(phone);
    return phone;
  }

  async closePages(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map(({ page }) => page.close()));
    await this.untilQuiet();
  }

  async untilQuiet(): Promise<void> {
    await until(() => this.office.pbx.stats().legs === 0, 'no call left', 35_000);
  }

  async close(): Promise<void> {
    await this.#chromium.close();
    await this.wires.close();
  }
}

interface Listens {
  heard(): { readonly tones: readonly number[] };
}

/** A telephone of ours hears this tone. */
export async function untilHeard(call: Listens, hz: number): Promise<void> {
  await until(() => call.heard().tones.some((tone) => Math.abs(tone - hz) < HEARING_HZ), `${hz} Hz`, 15_000);
}

import type { BrowserContext, Page } from 'playwright-core';
import type { AudioCodecs, PacketCounts, PhoneDriver, PhonePageOptions } from './phone-driver.ts';
import { until } from './until.ts';

interface PhoneWindow {
  readonly openPhone: (o: PhonePageOptions) => void;
  readonly phone: PhoneDriver;
}

const HEARING_HZ = 25;

/** The web phone of one page. */
export class PagePhone {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, o: PhonePageOptions): Promise<PagePhone> {
    await page.evaluate((options) => (globalThis as unknown as PhoneWindow).openPhone(options), o);
    return new PagePhone(page);
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** What the page's telephone gives for this. */
  async ask<T>(question: (phone: PhoneDriver, answer: string) => T | Promise<T>, detail = ''): Promise<T> {
    const code = `(${question.toString()})(window.phone, ${JSON.stringify(detail)})`;
    return (await this.page.evaluate(code)) as T;
  }

  async untilState(state: string): Promise<void> {
    await until(async () => (await this.ask((phone) => phone.state)) === state, `a phone that is ${state}`, 15_000);
  }

  async untilCall(state: string): Promise<void> {
    await until(async () => (await this.ask((phone) => phone.call)) === state, `a call that is ${state}`, 15_000);
  }

  async dial(number: string): Promise<void> {
    await this.ask((phone, to) => phone.dial(to), number);
  }

  async packets(): Promise<PacketCounts> {
    return await this.ask((phone) => phone.packets());
  }

  async untilCodecs(wanted: Partial<AudioCodecs>): Promise<void> {
    const fits = ({ says, hears }: AudioCodecs) => says === (wanted.says ?? says) && hears === (wanted.hears ?? hears);
    const codecs = async () => await this.ask((phone) => phone.codecs());
    await until(async () => fits(await codecs()), `${JSON.stringify(wanted)} in the page`, 15_000);
  }

  async untilHears(hz: number): Promise<void> {
    const near = (heard: number) => (hz === 0 ? heard === 0 : Math.abs(heard - hz) < HEARING_HZ);
    await until(async () => near(await this.ask((phone) => phone.hears())), `${hz} Hz in the page`, 15_000);
  }
}

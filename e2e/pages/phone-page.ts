import { leadTab, type WebCall, WebPhone } from '@cordboard/sdk/web-phone';
import type { AudioCodecs, PacketCounts, PhoneDriver, PhonePageOptions } from '../support/phone-driver.ts';

// A page with a web phone that says a tone instead of a voice and listens for one: what the browser tests drive.

const SPECTRUM = 4_096;
const SILENCE_DB = -60;

class PhonePage implements PhoneDriver {
  readonly states: string[] = [];
  readonly #context = new AudioContext();
  readonly #o: PhonePageOptions;
  #ear: AnalyserNode | undefined;
  #phone: WebPhone | undefined;
  #call: WebCall | undefined;

  constructor(o: PhonePageOptions) {
    this.#o = o;
    if (o.leads === undefined) this.#start();
    else leadTab(o.leads, (role) => this.#become(role));
  }

  get state(): string {
    return this.#phone?.state ?? 'none';
  }

  get call(): string {
    return this.#call?.state ?? 'none';
  }

  get from(): string {
    return this.#call?.number ?? '';
  }

  async dial(number: string): Promise<void> {
    this.#call = await this.#phone?.call(number);
  }

  do(what: 'answer' | 'end' | 'hold' | 'retrieve'): void {
    void this.#call?.[what]();
  }

  async digits(digits: string): Promise<void> {
    await this.#call?.sendDigits(digits);
  }

  stop(): void {
    this.#phone?.stop();
  }

  hears(): number {
    if (this.#ear === undefined) return 0;
    const levels = new Float32Array(this.#ear.frequencyBinCount);
    this.#ear.getFloatFrequencyData(levels);
    const loudest = levels.reduce((best, level, at) => (level > (levels[best] as number) ? at : best), 0);
    const heard = (levels[loudest] as number) > SILENCE_DB;
    return heard ? Math.round((loudest * this.#context.sampleRate) / SPECTRUM) : 0;
  }

  async packets(): Promise<PacketCounts> {
    const counts = { sent: 0, received: 0, lost: 0 };
    const report = await this.#call?.peerConnection?.getStats();
    report?.forEach((entry) => {
      if (entry.type === 'outbound-rtp') counts.sent += entry.packetsSent;
      if (entry.type !== 'inbound-rtp') return;
      counts.received += entry.packetsReceived;
      counts.lost += entry.packetsLost;
    });
    return counts;
  }

  async codecs(): Promise<AudioCodecs> {
    const codecs = { says: '', hears: '' };
    const report = await this.#call?.peerConnection?.getStats();
    report?.forEach((entry) => {
      const { mimeType = '' } = (entry.codecId && report.get(entry.codecId)) ?? {};
      if (entry.type === 'outbound-rtp') codecs.says = mimeType;
      if (entry.type === 'inbound-rtp') codecs.hears = mimeType;
    });
    return codecs;
  }

  #become(role: string): void {
    this.states.push(role);
    if (role === 'leader') this.#start();
  }

  #start(): void {
    this.#phone = new WebPhone({
      extension: this.#o.extension,
      domain: location.hostname,
      connect: () => this.#o.url,
      audio: { microphone: async () => this.#tone(), play: (stream) => this.#listen(stream) },
      onState: (state) => this.states.push(state),
      onCall: (call) => {
        this.#call = call;
        if (this.#o.answers) void call.answer();
      },
    });
    this.#phone.start();
  }

  #tone(): MediaStream {
    const oscillator = this.#context.createOscillator();
    const microphone = this.#context.createMediaStreamDestination();
    oscillator.frequency.value = this.#o.hz;
    oscillator.connect(microphone);
    oscillator.start();
    return microphone.stream;
  }

  #listen(stream: MediaStream): void {
    // Chromium decodes what comes only while an element plays it.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    void element.play();
    this.#ear = this.#context.createAnalyser();
    this.#ear.fftSize = SPECTRUM;
    this.#ear.smoothingTimeConstant = 0;
    this.#context.createMediaStreamSource(stream).connect(this.#ear);
  }
}

Object.assign(window, {
  openPhone(o: PhonePageOptions) {
    Object.assign(window, { phone: new PhonePage(o) });
  },
});

import { decodeAudio, encodeAudio, FRAME_SAMPLES, hearsTone, RtpSender, toneSamples } from '@cordboard/rtp';
import { RTCPeerConnection, usePCMU } from 'werift';
import type { MediaSession } from '../../../src/media/index.ts';
import { eventually } from '../../support/eventually.ts';

const asItIs = (sdp: string) => sdp;

/** What a browser does for audio, done by another implementation: full ICE, DTLS, SRTP. */
export class BrowserParty {
  readonly connection = new RTCPeerConnection({
    codecs: { audio: [usePCMU()] },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
  });
  readonly heard: Int16Array[] = [];
  readonly #sender = new RtpSender();
  readonly #audio = this.connection.addTransceiver('audio', { direction: 'sendrecv' });
  #talk: NodeJS.Timeout | undefined;

  /** `change` is what the session sees of the offer, `understood` what the page sees of its answer. */
  async offer(session: MediaSession, change = asItIs, understood = asItIs): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    const answer = session.answer(change(await this.#complete()));
    await this.connection.setRemoteDescription({ type: 'answer', sdp: understood(answer) });
    this.#listen();
    return answer;
  }

  async answer(session: MediaSession): Promise<string> {
    const offer = session.offer({}, 'dtls');
    await this.connection.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.connection.setLocalDescription(await this.connection.createAnswer());
    session.accept(await this.#complete());
    this.#listen();
    return offer;
  }

  talk(hz: number): void {
    let from = 0;
    this.#talk = setInterval(() => {
      const samples = toneSamples([hz], { from, count: FRAME_SAMPLES });
      from += FRAME_SAMPLES;
      const packet = this.#sender.frame(0, encodeAudio('PCMU', samples));
      if (this.connection.connectionState === 'connected') void this.#audio.sender.sendRtp(packet);
    }, 20);
  }

  async untilHears(hz: number): Promise<void> {
    const ear = () => Int16Array.from(this.heard.slice(-10).flatMap((frame) => [...frame]));
    await eventually(() => this.heard.length >= 10 && hearsTone(ear(), hz), `${hz} Hz is heard`);
  }

  /** The page is gone without a word. */
  async vanish(): Promise<void> {
    clearInterval(this.#talk);
    await this.connection.close();
  }

  /** All candidates, for nothing may come after the description. */
  async #complete(): Promise<string> {
    await eventually(() => this.connection.iceGatheringState === 'complete', 'all candidates are there');
    return this.connection.localDescription?.sdp ?? '';
  }

  #listen(): void {
    for (const transport of this.connection.dtlsTransports) {
      transport.onRtp.subscribe((packet) => this.heard.push(decodeAudio('PCMU', packet.payload)));
    }
  }
}

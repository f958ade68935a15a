import type { Codec } from './g711.ts';

/** G.711, which we make and understand, or Opus, which we only pass on. */
export type AudioCodec = Codec | 'opus';

/** How audio is named in the packets of one side. */
export interface AudioFormat<Known extends AudioCodec = AudioCodec> {
  readonly codec: Known;
  readonly payloadType: number;
}

/** RTP timestamps count so fast; those of Opus always at 48 kHz (RFC 7587 section 4.1). */
export function samplesPerMs(codec: AudioCodec): number {
  return codec === 'opus' ? 48 : 8;
}

/** The first of them that we can make and understand. */
export function g711In(formats: readonly AudioFormat[]): AudioFormat<Codec> | undefined {
  return formats.find((format): format is AudioFormat<Codec> => format.codec !== 'opus');
}

export function opusIn(formats: readonly AudioFormat[]): AudioFormat<'opus'> | undefined {
  return formats.find((format): format is AudioFormat<'opus'> => format.codec === 'opus');
}

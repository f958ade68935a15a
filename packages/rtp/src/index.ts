export { type Codec, decodeAudio, encodeAudio, transcodeAudio } from './g711.ts';
export { type RtpPacket, readRtp, writeRtp } from './rtp-packet.ts';
export { FRAME_MS, FRAME_SAMPLES, RtpSender } from './rtp-sender.ts';
export { type AudioDescription, type AudioFormat, type Direction, IncompatibleMedia, readSdp } from './sdp.ts';
export { type AgreedAudio, SdpSession } from './sdp-session.ts';
export { hearsTone, SAMPLE_RATE, toneAmplitude, toneSamples, tonesIn } from './tones.ts';

export { createMediaPlane, type MediaPlane, type MediaPlaneOptions, NoMediaPorts } from './media-plane.ts';
export type { MediaSession } from './media-session.ts';
export type { Mixer } from './mixing/mixer.ts';
export type { AudioProtection } from './negotiation.ts';
export type { Recording } from './recording/recording.ts';
export type { RecordingEnd } from './recording/recording-end.ts';
export { repairRecording } from './recording/repair-recording.ts';

export { createMediaPlane, type MediaPlane, type MediaPlaneOptions, NoMediaPorts } from './media-plane.ts';
export type { MediaSession } from './media-session.ts';
export type { Mixer } from './mixing/mixer.ts';

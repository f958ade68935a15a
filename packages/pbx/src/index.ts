export { createBuiltInPbx } from './built-in-pbx.ts';
export type { Call, CallCause, CallDirection, CallQuality, CallState, Party } from './calls/call.ts';
export type { CallAction, CallActionName } from './calls/call-action.ts';
export type { Conferences } from './conferences/conference-control.ts';
export type {
  Admission,
  ConferenceChange,
  ConferenceHouse,
  PartyEnd,
  PartyInfo,
  RoomInfo,
  RoomSettings,
} from './conferences/conference-info.ts';
export { endpointCredentials } from './endpoint-credentials.ts';
export type { DirectoryEntry, EndpointCredentials, EndpointDirectory } from './endpoint-directory.ts';
export type { SettingsKeeper } from './feature-codes/settings-keeper.ts';
export type { EndpointFeatures, FeatureSettings } from './features/features.ts';
export type { Forwarding } from './features/forwarding.ts';
export { type RingGroup, type RingStrategy, ringStrategies } from './features/ring-group.ts';
export { type RecordingEnd, repairRecording } from './media/index.ts';
export type {
  Device,
  Endpoint,
  ListenAddress,
  ListenAddresses,
  MakeCallRequest,
  MessageCount,
  Pbx,
  PbxLimits,
  PbxOptions,
  PbxStats,
  PbxTimings,
  RecordingOptions,
  TrunkOptions,
} from './pbx.ts';
export { PbxError, type PbxErrorCode } from './pbx-error.ts';
export type { PbxStore } from './pbx-store.ts';
export type { RecordingInfo } from './recording-info.ts';
export { type AttemptLimits, Attempts } from './registrar/attempts.ts';
export type { Binding, BindingSource } from './registrar/binding.ts';
export type { RouteDecision } from './routing/decide.ts';
export { isCountry, type Numbering } from './routing/numbering.ts';
export type { Trunk } from './trunks/trunk.ts';
export {
  type Mailboxes,
  type MailboxOptions,
  type NewMessage,
  type StoredMessage,
  VOICEMAIL,
} from './voicemail/mailboxes.ts';

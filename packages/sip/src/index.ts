export { type Clock, ManualClock, systemClock, type Timer } from './clock.ts';
export { Dialog } from './dialog/dialog.ts';
export type { Credentials } from './digest/digest-client.ts';
export { type DigestVerdict, DigestVerifier, type StoredDigest } from './digest/digest-verifier.ts';
export { type DigestAlgorithm, ha1 } from './digest/hash.ts';
export type { Address, OutgoingRequest } from './endpoint/create-request.ts';
export {
  SipEndpoint,
  type SipEndpointOptions,
  type SipLimits,
  type WebSocketFlow,
  type WebSocketOptions,
} from './endpoint/sip-endpoint.ts';
export type { EventState, NotifierSubscription, SubscriptionUser } from './event/notifier-subscription.ts';
export { type Log, silentLog } from './log.ts';
export type { HeaderFields } from './message/create-response.ts';
export { SipHeaders } from './message/headers.ts';
export type { MessageHead, SipMessage, SipRequest, SipResponse } from './message/message.ts';
export { formatNameAddr, type NameAddr, parseNameAddr } from './message/name-addr.ts';
export { type ParseFailure, type ParseResult, parseMessage } from './message/parse-message.ts';
export { causeIn, completedElsewhere, formatReason, type Reason } from './message/reason.ts';
export { reasonPhrase } from './message/reason-phrases.ts';
export { formatReplaces, parseReplaces, type Replaces } from './message/replaces.ts';
export { encodeUser, formatUri, parseUri, type SipUri } from './message/uri.ts';
export { uriHeaders } from './message/uri-headers.ts';
export { parseVia, type Via } from './message/via.ts';
export { writeMessage } from './message/write-message.ts';
export type { Random } from './random.ts';
export type { Registration, RegistrationOptions } from './registration/registration.ts';
export type { RegistrationState } from './registration/registration-state.ts';
export type { IncomingRequest } from './session/core.ts';
export type { EarlyDialog } from './session/early-dialog.ts';
export type { IncomingInvite } from './session/incoming-invite.ts';
export type { InviteSession, ReinviteAnswer, SessionEnd } from './session/invite-session.ts';
export type { OutgoingInvite } from './session/outgoing-invite.ts';
export type { SessionTimerOptions } from './session/session-expires.ts';
export type { TimerValues } from './transaction/timers.ts';
export type { Flow, ListeningPoint, Target, TransportKind } from './transport/flow.ts';
export type { Certificate, TlsTrust } from './transport/tls.ts';
export type { ConnectionCount } from './transport/transports.ts';
export type { Upgrade } from './transport/web-socket-transport.ts';

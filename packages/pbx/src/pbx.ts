import type {
  Certificate,
  Clock,
  ConnectionCount,
  Log,
  Upgrade,
  WebSocketFlow,
  WebSocketOptions,
} from '@cordboard/sip';
import type { Call, CallState } from './calls/call.ts';
import type { CallAction } from './calls/call-action.ts';
import type { Conferences } from './conferences/conference-control.ts';
import type { ConferenceChange } from './conferences/conference-info.ts';
import type { SrtpPolicy } from './dialling/protection-of.ts';
import type { EndpointDirectory } from './endpoint-directory.ts';
import type { FeatureSettings } from './features/features.ts';
import type { PbxStore } from './pbx-store.ts';
import type { RecordingInfo } from './recording-info.ts';
import type { Numbering } from './routing/numbering.ts';
import type { RouteDirectory } from './routing/route-directory.ts';
import type { TrunkDirectory } from './trunks/trunk-directory.ts';
import type { MailboxOptions } from './voicemail/mailboxes.ts';

export interface Device {
  /** Contact URI; also `deviceId` of a call that the device carries. */
  readonly contact: string;
  readonly userAgent: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Can a ringing call be answered from the API? Learnt from the phone's Allow-Events. */
  readonly remoteAnswer: boolean | 'unknown';
}

export interface Endpoint {
  readonly endpointId: string;
  readonly name: string;
  /** ringing > connected > held > idle, the most active of its calls; outOfService without a registered device. */
  readonly state: CallState;
  readonly devices: readonly Device[];
}

export interface MakeCallRequest {
  /** Extension or outside number. */
  readonly to: string;
  /** Number shown to the callee; default: the endpoint's own. */
  readonly from?: string;
  readonly fromName?: string;
  /** How long the callee may ring, in milliseconds; default: timings.ringTimeoutMs. */
  readonly timeoutMs?: number;
  /** Records the call from the moment when the callee answers. Default false. */
  readonly record?: boolean;
  /** A live call of the endpoint that the new one belongs to: both carry its trackingId. */
  readonly associatedCallId?: string;
  /** The callee who answers is joined with the far party of the associated call, and the endpoint is free. */
  readonly bridge?: {
    /** They cannot be joined: the callee and the endpoint talk with each other. */
    failed(error: unknown): void;
  };
}

/** What is alive right now; all zero (but registrations) when no call is. */
export interface PbxStats {
  readonly legs: number;
  readonly calls: number;
  readonly registrations: number;
  readonly mediaSessions: number;
  /** Subscriptions of phones to lamps, messages and presence. */
  readonly subscriptions: number;
  readonly transactions: number;
  /** SIP dialogs, those of calls that ring and of subscriptions included. */
  readonly dialogs: number;
  readonly connections: ConnectionCount;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface ListenAddresses {
  readonly udp: ListenAddress;
  readonly tcp: ListenAddress;
  readonly tls?: ListenAddress;
}

/**
 * A PBX as the platform sees it: the built-in one, and later adapters to others. Methods that fail throw PbxError.
 */
export interface Pbx {
  /** Loads registrations, opens the sockets. */
  start(): Promise<ListenAddresses>;
  /** Ends every call (final changes are emitted), closes sockets and media. Idempotent. */
  close(reason?: string): Promise<void>;
  readonly directory: EndpointDirectory;
  readonly trunks: TrunkDirectory;
  readonly routes: RouteDirectory;
  /** Do not disturb, forwarding and ring groups. */
  readonly features: FeatureSettings;
  readonly conferences: Conferences;
  endpoint(endpointId: string): Endpoint | undefined;
  /** Live calls of an endpoint, oldest first; ended ones are gone (contract section 8, item 13). */
  calls(endpointId: string): Call[];
  call(endpointId: string, callId: string): Call | undefined;
  /** Rings the endpoint's own devices and then the callee; resolves with the outbound call (contract section 8, item 16). */
  makeCall(endpointId: string, request: MakeCallRequest): Promise<Call>;
  /** Performs one call action; resolves with the call after it, when it is done and not just asked for. */
  act(endpointId: string, callId: string, action: CallAction): Promise<Call>;
  /** Every change of every endpoint's call, in order. The returned function unsubscribes. */
  onCallChanged(listener: (call: Call) => void): () => void;
  onRegistrationChanged(listener: (endpoint: Endpoint) => void): () => void;
  /** Every change of every recording, in order; `ended` or `failed` is the last, once the file is complete. */
  onRecordingChanged(listener: (recording: RecordingInfo) => void): () => void;
  /** Every change of every meeting and of every party in one, in order. */
  onConferenceChanged(listener: (change: ConferenceChange) => void): () => void;
  /**
   * Takes a telephone on a WebSocket (RFC 7118) from an HTTP server; with an identity, it needs no password for those
   * endpoints. Undefined: it was refused, and answered.
   */
  acceptWebSocket(upgrade: Upgrade, o: WebSocketOptions): WebSocketFlow | undefined;
  /** TLS handshakes from now on show this certificate. @throws Error when it cannot be used */
  renewCertificate(certificate: Certificate): void;
  /** What the message lamps of an endpoint's phones show (RFC 3842); none until it is told. */
  setMessageCount(endpointId: string, count: MessageCount): void;
  stats(): PbxStats;
  /** @throws PbxError in words when it cannot take calls */
  check(): void;
}

export interface TrunkOptions {
  readonly host: string;
  readonly port: number;
  readonly transport?: 'udp' | 'tcp';
  /** Rings when a call from the trunk names no extension and no DID. */
  readonly defaultEndpointId?: string;
  /** Dialled number (as the trunk writes it) to endpointId. */
  readonly didMap?: Readonly<Record<string, string>>;
}

/** All in milliseconds. */
export interface PbxTimings {
  /** An unanswered call ends as callNotAnswer. Default 120,000. */
  readonly ringTimeoutMs: number;
  /** A phone must answer within this after `answer`. Default 4,000. */
  readonly answerTimeoutMs: number;
  /**
   * A trunk must send anything but 100 within this, else it is the next one's turn, or networkNotObtainable after the
   * last. Default 32,000 (RFC 3261 timer B).
   */
  readonly trunkTimeoutMs: number;
  /** A trunk that sends nothing at all within this is left for the next one. Default 4,000. */
  readonly trunkSilenceMs: number;
  /** A call that nobody answered after blindTransfer goes back to the transferor. Default 30,000. */
  readonly transferRingTimeoutMs: number;
  /** In-dialog OPTIONS against ghost calls. Default 30,000. */
  readonly keepAliveMs: number;
  /** A call that neither side refreshes ends after this (RFC 4028); at least 90,000. Default 1,800,000. */
  readonly sessionMs: number;
}

export interface PbxLimits {
  /** Live lines, each with a media session at most. Default 2,000. */
  readonly lines: number;
  /** Registered contacts altogether. Default 10,000. */
  readonly registrations: number;
  /** Contacts of one endpoint. Default 10. */
  readonly contactsPerEndpoint: number;
  /** Subscriptions of phones to lamps, messages and presence altogether. Default 10,000. */
  readonly subscriptions: number;
  /** Subscriptions of the phones of one endpoint. Default 200. */
  readonly subscriptionsPerEndpoint: number;
}

/** Voice messages of an endpoint. */
export interface MessageCount {
  readonly new: number;
  readonly old: number;
}

export interface PbxOptions {
  /** Address to bind, also put in Via, Contact and SDP unless publicHost is given. */
  readonly host: string;
  /** SIP port for UDP and TCP; 0 takes a free one. */
  readonly port: number;
  /** SIP over TLS, on a port of its own. */
  readonly tls?: { readonly port: number; readonly certificate: Certificate };
  readonly realm: string;
  /** RTP (even) ports, both ends included. */
  readonly rtpPorts: { readonly from: number; readonly to: number };
  /** WAV files that are heard in place of the sounds made here. */
  readonly sounds?: { readonly hold?: string; readonly ringback?: string; readonly busy?: string };
  readonly publicHost?: string;
  /** What telephones with TLS are offered. Default `required`. */
  readonly srtp?: SrtpPolicy;
  /** A trunk from the start, with the id `environment`. */
  readonly trunk?: TrunkOptions;
  readonly numbering?: Numbering;
  /** Number that an endpoint of its account may show outside; the PBX knows no accounts. */
  readonly mainNumberOf?: (endpointId: string) => string | undefined;
  readonly store: PbxStore;
  readonly voicemail?: MailboxOptions;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly timings?: Partial<PbxTimings>;
  readonly limits?: Partial<PbxLimits>;
  /** Without it nothing can be recorded. */
  readonly recordings?: RecordingOptions;
}

export interface RecordingOptions {
  /** Where a new recording goes; the folder is made when it is missing, a file is never overwritten. */
  file(recordingId: string): string;
}

import type { CallRecord } from '../calls/call-record.ts';
import { partyAddress } from '../dialling/party-address.ts';
import { type EventPackage, xmlText } from './event-package.ts';
import { entityOf, type Sources } from './sources.ts';

/** Lamps: which calls an endpoint has (RFC 4235). Always the full state, so that a lost NOTIFY does no harm. */
export function dialogInfo(sources: Sources): EventPackage {
  return {
    contentType: 'application/dialog-info+xml',
    private: false,
    body: (endpointId, { version }) => {
      const dialogs = sources.exchange.book.of(endpointId).map((record) => dialog(sources, record));
      const entity = xmlText(entityOf(sources, endpointId));
      return [
        '<?xml version="1.0"?>',
        `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="full" entity="${entity}">`,
        ...dialogs,
        '</dialog-info>',
        '',
      ].join('\r\n');
    },
  };
}

function dialog(sources: Sources, record: CallRecord): string {
  const { direction, from, to } = record.snapshot();
  const initiator = direction === 'outbound';
  const { uri, displayName } = partyAddress(initiator ? to : from, sources.host);
  const display = displayName === undefined ? '' : ` display="${xmlText(displayName)}"`;
  const remote = `<remote><identity${display}>${xmlText(uri)}</identity></remote>`;
  const state = record.state === 'ringing' ? 'early' : 'confirmed';
  return [
    `<dialog id="${record.callId}"${nameOf(sources, record)} direction="${initiator ? 'initiator' : 'recipient'}">`,
    `<state>${state}</state>${remote}</dialog>`,
  ].join('');
}

/**
 * The dialog's name as an INVITE with Replaces that comes to us has to tell it (RFC 3891): our own tag is the local
 * one. While several devices ring, the first that has answered 18x stands for all.
 */
function nameOf({ exchange }: Sources, { callId }: CallRecord): string {
  const dialog = exchange.legs.get(callId)?.line.dialogs[0];
  if (dialog === undefined) return '';
  const [id, local, remote] = [dialog.callId, dialog.localTag, dialog.remoteTag].map(xmlText);
  return ` call-id="${id}" local-tag="${local}" remote-tag="${remote}"`;
}

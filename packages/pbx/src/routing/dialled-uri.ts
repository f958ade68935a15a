import { parseUri, type SipRequest } from '@cordboard/sip';
import { plainNumber } from './number.ts';

/** Parameters that may follow a number in a tel: URI or the user part of a sip: URI (RFC 3966, RFC 4694, RFC 4904). */
const NUMBER_PARAMS: ReadonlySet<string> = new Set([
  'cic',
  'ext',
  'isub',
  'isub-encoding',
  'npdi',
  'phone-context',
  'rn',
  'rn-context',
  'tgrp',
  'trunk-context',
]);
const GLOBAL_CONTEXT = /^\+[0-9]{1,15}$/;

/**
 * The number or name that a request asks for; '' when it names nobody. A registrar sends calls to our Contact, which
 * names nobody: then its To tells who is meant.
 */
export function dialledOf({ uri, head }: SipRequest): string {
  return userOf(uri) || userOf(head.to.uri);
}

function userOf(text: string): string {
  const uri = parseUri(text);
  if (uri?.user === undefined) return '';
  if (uri.scheme === 'tel') return inContext(uri.user, uri.params.get('phone-context'));
  const [number = '', ...params] = uri.user.split(';');
  const fields = params.map((param) => param.split('=', 2));
  if (!fields.every(([name = '', value]) => isNumberParam(name.toLowerCase(), value))) return uri.user;
  return inContext(number, fields.find(([name]) => name?.toLowerCase() === 'phone-context')?.[1]);
}

/**
 * A local number in a context that is the beginning of a global one is that global number; a domain as context is some
 * private plan, taken for ours (RFC 3966 section 5.1.5).
 */
function inContext(number: string, context: string | undefined): string {
  const start = plainNumber(context ?? '');
  return !number.startsWith('+') && GLOBAL_CONTEXT.test(start) ? start + plainNumber(number) : number;
}

function isNumberParam(name: string, value: string | undefined): boolean {
  return NUMBER_PARAMS.has(name) && (value !== undefined || name === 'npdi');
}

import { ListenFrame, type StreamFrame, UnlistenFrame } from '@cordboard/contract';
import { ApiError, badRequest, type Check, compileCheck } from '../../http/index.ts';
import type { StoredPublication } from '../../publications/index.ts';
import { publicationText } from '../delivery-body.ts';

const checks: Readonly<Record<string, Check>> = {
  listen: compileCheck(ListenFrame, 'frame'),
  unlisten: compileCheck(UnlistenFrame, 'frame'),
};

/** The JSON of a text frame. @throws ApiError when it is none */
export function parseFrame(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('invalid_json', 'The frame is not valid JSON.');
  }
}

/** What a client asks for. @throws ApiError that names the field at fault */
export function readFrame(frame: unknown): ListenFrame | UnlistenFrame {
  const type = fieldOf(frame, 'type');
  const check = typeof type === 'string' && Object.hasOwn(checks, type) ? checks[type] : undefined;
  if (check === undefined) throw badRequest('type', 'frame.type: should be one of: listen, unlisten.');
  return check(frame) as ListenFrame | UnlistenFrame;
}

/** The id that an answer to the frame can bear, whatever else is wrong with it. */
export function idOf(frame: unknown): { id?: string } {
  const id = fieldOf(frame, 'id');
  return typeof id === 'string' && id.length <= 64 ? { id } : {};
}

export function asText(frame: Exclude<StreamFrame, { type: 'event' }>): string {
  return JSON.stringify(frame);
}

/** One publication goes to many: it is written once. */
const written = new WeakMap<StoredPublication, string>();

export function eventText(id: string, publication: StoredPublication): string {
  let json = written.get(publication);
  if (json === undefined) {
    json = publicationText(publication);
    written.set(publication, json);
  }
  return `{"type":"event","id":${JSON.stringify(id)},"number":${publication.sequence},"publication":${json}}`;
}

function fieldOf(frame: unknown, name: string): unknown {
  if (typeof frame !== 'object' || frame === null || !Object.hasOwn(frame, name)) return undefined;
  return (frame as Record<string, unknown>)[name];
}

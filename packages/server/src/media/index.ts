import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { createEndpointCall } from './routes/createEndpointCall.ts';
import { getEndpointCall } from './routes/getEndpointCall.ts';
import { getEndpointCalls } from './routes/getEndpointCalls.ts';
import { updateCallByEndpointId } from './routes/updateCallByEndpointId.ts';
import type { MediaService } from './service.ts';

export { CallRecorder } from './call-recorder.ts';
export { ChangeQueue } from './change-queue.ts';
export { CommandOutcomes } from './outcomes/index.ts';
export { onPbx } from './pbx-errors.ts';
export { authorize } from './policy.ts';
export { isE164, isoTime, seconds } from './presenter.ts';
export { shortCallId } from './read-action.ts';
export { MediaService } from './service.ts';

const routes = [createEndpointCall, getEndpointCall, getEndpointCalls, updateCallByEndpointId];

/** Serves the Media API. */
export function mediaRoutes(app: FastifyInstance, http: HttpContext, service: MediaService): void {
  for (const route of routes) route(app, http, service);
}

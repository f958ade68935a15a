import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import { voicemailFields } from '../repository.ts';
import type { VoicemailService } from '../service.ts';

export function listVoicemail(app: FastifyInstance, http: HttpContext, service: VoicemailService): void {
  const o = operations.listVoicemail;
  operation(app, http, o, async ({ caller, params, query, self }) => {
    const odata = parseOData(query, { fields: voicemailFields, options: o.odata });
    const { messages, more } = await service.list(caller, params.endpointId, odata);
    return { body: collection(self, messages, more ? nextLink(self, query, odata) : undefined) };
  });
}

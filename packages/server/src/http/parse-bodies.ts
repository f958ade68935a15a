import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.ts';

/**
 * Bodies are JSON, or forms for the operations that take them. GET and DELETE arrive with a JSON content type and no body
 * (contract section 1): that is no body, not a bad one.
 */
export async function parseBodies(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    parseJson(request, body as string, (error, value) => {
      if (error === null) done(null, value);
      else done(new ApiError('invalid_json', `The body is not valid JSON: ${problemOf(body as string)}.`));
    });
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(wrongType(request.headers['content-type']));
  });
}

export function wrongType(contentType: string | undefined): ApiError {
  const sent = contentType === undefined ? 'has no Content-Type' : `is ${contentType.slice(0, 100)}`;
  return new ApiError('unsupported_media_type', `Send JSON with Content-Type application/json; this body ${sent}.`);
}

function problemOf(text: string): string {
  try {
    JSON.parse(text);
    return 'it names __proto__ or constructor.prototype, which no field is called';
  } catch (error) {
    return (error as Error).message;
  }
}

import { BASE_PATH } from './names.ts';
import { componentSchemas } from './open-api/named-schemas.ts';
import { componentParameters } from './open-api/parameters.ts';
import { pathsOf } from './open-api/paths.ts';
import { componentHeaders, componentResponses } from './open-api/responses.ts';
import { webhooks } from './open-api/webhooks.ts';
import { operations } from './operations/index.ts';

export interface OpenApiOptions {
  /** Origin of the server, for example `https://pbx.example.com`; absent: where the document came from. */
  readonly serverUrl?: string;
}

/** How a token is sent: contract section 1, "Request headers". */
function securitySchemes(tokenUrl: string) {
  return {
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    bareToken: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: 'The token without the word Bearer before it',
    },
    password: {
      type: 'oauth2',
      flows: { password: { tokenUrl, refreshUrl: tokenUrl, scopes: { principal: 'Act as the user' } } },
    },
  };
}

/** The OpenAPI 3.1 document of the whole API. Plain data, fresh at each call. */
export function openApi(options: OpenApiOptions = {}): Readonly<Record<string, unknown>> {
  const base = `${options.serverUrl?.replace(/\/+$/, '') ?? ''}${BASE_PATH}`;
  const all = Object.values(operations);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cordboard',
      version: '2017-09-01',
      description:
        'Call control, directory and notifications, compatible with the CloudLink 2017-09-01 APIs. Operations marked ' +
        'x-planned answer 501; those marked x-cordboard are not part of CloudLink.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: base }],
    tags: [...new Set(all.map((operation) => operation.tag))].map((name) => ({ name })),
    security: [{ bearer: [] }, { bareToken: [] }, { password: ['principal'] }],
    paths: pathsOf(all),
    webhooks: webhooks(),
    components: {
      schemas: componentSchemas(),
      parameters: componentParameters(),
      responses: componentResponses(),
      headers: componentHeaders,
      securitySchemes: securitySchemes(`${base}/token`),
    },
  };
}

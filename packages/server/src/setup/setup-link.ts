import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError } from '../http/index.ts';
import { setupClosed, setupDone, setupForm } from './setup-page.ts';

const PASSWORD_LENGTH = 10;

export interface SetupOptions {
  readonly code: string;
  readonly publicUrl: string;
  /** @throws ApiError invalid_request for a bad e-mail */
  create(o: { company: string; email: string; password: string }): Promise<void>;
}

/** The one-time page that makes the first account, while there is none. Returns the link. */
export function setupLink(app: FastifyInstance, o: SetupOptions): string {
  let open = true;
  const right = (code: unknown): boolean => {
    const [given, wanted] = [Buffer.from(String(code)), Buffer.from(o.code)];
    return open && given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  app.get<{ Querystring: { code?: string } }>('/setup', async ({ query }, reply) => {
    return html(reply, right(query.code) ? 200 : 404, right(query.code) ? setupForm({ code: o.code }) : setupClosed());
  });
  app.post<{ Body?: Record<string, unknown> }>('/setup', async ({ body }, reply) => {
    if (!right(body?.code)) return html(reply, 404, setupClosed());
    const [company, email, password] = ['company', 'email', 'password'].map((name) => String(body?.[name] ?? '')) as [
      string,
      string,
      string,
    ];
    const form = { code: o.code, email, company };
    if (password.length < PASSWORD_LENGTH) {
      return html(
        reply,
        400,
        setupForm({ ...form, fault: `The password needs at least ${PASSWORD_LENGTH} characters.` }),
      );
    }
    // One of two clicks wins.
    open = false;
    try {
      await o.create({ company: company.trim() || 'My company', email, password });
      return html(reply, 201, setupDone(email, o.publicUrl));
    } catch (error) {
      open = true;
      if (error instanceof ApiError) return html(reply, 400, setupForm({ ...form, fault: error.message }));
      throw error;
    }
  });
  return `${o.publicUrl}/setup?code=${o.code}`;
}

function html(reply: FastifyReply, status: number, page: string): string {
  void reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    )
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store');
  return page;
}

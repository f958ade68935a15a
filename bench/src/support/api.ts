import { type Answer, HttpClient } from './http-client.ts';
import type { ServerProcess } from './server-process.ts';

/** The API as a program of the administrator uses it. Paths are below /2017-09-01. */
export class Api implements Disposable {
  accountId = '';
  authorization = '';
  readonly #client: HttpClient;

  private constructor(url: string) {
    this.#client = new HttpClient(url);
  }

  static async signIn(server: ServerProcess): Promise<Api> {
    const api = new Api(server.url);
    const { email: username, password } = server.admin;
    const token = await api.must('POST', '/token', { grant_type: 'password', username, password });
    api.authorization = `Bearer ${token.body.access_token}`;
    api.accountId = (await api.must('GET', '/token')).body.accountId;
    return api;
  }

  async call(method: string, path: string, body?: object): Promise<Answer> {
    const headers: Record<string, string> = this.authorization === '' ? {} : { authorization: this.authorization };
    return await this.#client.send(method, `/2017-09-01${path}`, body, headers);
  }

  /** @throws Error unless the answer is a success */
  async must(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** Makes a user with this extension; gives what its phone registers with. */
  async createPhone(extension: string): Promise<{ username: string; password: string }> {
    const email = `user${extension}@example.com`;
    await this.must('POST', `/accounts/${this.accountId}/users`, { email, name: `User ${extension}`, extension });
    return (await this.must('POST', `/endpoints/${extension}/credentials`)).body;
  }

  /** Subscribes to ringing calls as the tutorial does. */
  async subscribeToRinging(deviceId: string): Promise<void> {
    await this.must('POST', '/subscriptions', {
      applicationId: '5c8ac7ad-3a0e-4b7c-9d5e-6ef0a4c1d2b3',
      deviceId,
      transport: 'webhook',
      topic: 'platform-api-media',
      subjectFilter: '/2017-09-01/endpoints/288[0-9]',
      publicationFilter: "$.publications[?(@.content.state == 'ringing')]",
    });
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }
}

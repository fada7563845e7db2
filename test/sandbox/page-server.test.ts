/** Who may talk to the page server, and what it hands out. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type PageServer, type Stage, startPageServer } from '../../sandbox/page/server.ts';

const servers: PageServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A page over a stage that remembers what was asked of it. */
async function page(change: Partial<Stage> = {}) {
  const deeds: unknown[] = [];
  const listeners = new Set<() => void>();
  const server = await startPageServer(0);
  servers.push(server);
  server.raise({
    state: (me) => ({ slack: { me, deeds: deeds.length } }),
    perform: async (_me, deed) => {
      deeds.push(deed);
      for (const listener of listeners) listener();
    },
    file: () => undefined,
    sample: () => undefined,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...change,
  });
  return { server, deeds, listeners };
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As raw as a hostile client would ask; `fetch` would not send these headers. */
function asked({ port }: PageServer, path: string, { method = 'GET', headers, body }: Asked = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, method, headers: { ...headers } };
      const outgoing = request(options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    },
  );
}

const deed = (server: PageServer, more: Readonly<Record<string, string>> = {}): Asked => ({
  method: 'POST',
  headers: { origin: server.url, 'content-type': 'application/json', ...more },
  body: '{"deed":"calm"}',
});

describe('the page server', () => {
  it('listens on loopback only', async () => {
    const { server } = await page();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  });

  it('answers nobody who calls it by another name, as a rebound DNS name would', async () => {
    const { server } = await page();
    for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1:80']) {
      const answer = await asked(server, '/', { headers: { host } });
      expect(answer.status, host).toBe(403);
      expect(answer.text, host).toContain('The sandbox answers only at');
    }
    const known = { headers: { host: `localhost:${server.port}` } };
    expect((await asked(server, '/', known)).status).toBe(200);
  });

  it('takes deeds from its own page only', async () => {
    const { server, deeds } = await page();
    const strangers = ['https://evil.example', 'null', `http://127.0.0.1:${server.port + 1}`];
    for (const origin of strangers)
      expect((await asked(server, '/do', deed(server, { origin }))).status, origin).toBe(403);
    const silent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await asked(server, '/do', silent)).status, 'no origin').toBe(403);
    const form = deed(server, { 'content-type': 'text/plain' });
    expect((await asked(server, '/do', form)).status, 'a form').toBe(403);
    expect(deeds).toEqual([]);
    expect((await asked(server, '/do', deed(server))).status).toBe(200);
    expect(deeds).toEqual([{ deed: 'calm' }]);
  });

  it('refuses a deed that is too large', async () => {
    const { server, deeds } = await page();
    const body = JSON.stringify({ deed: 'x'.repeat(4 * 1024 * 1024) });
    const answer = await asked(server, '/do', { ...deed(server), body });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('A deed may have 4194304 bytes');
    expect(deeds).toEqual([]);
  });

  it('tells the sentence when a deed cannot be done', async () => {
    const { server } = await page({
      perform: async () => {
        throw new Error('That message is gone; nothing can be done with it.');
      },
    });
    const answer = await asked(server, '/do', deed(server));
    expect(JSON.parse(answer.text)).toEqual({
      ok: false,
      error: 'That message is gone; nothing can be done with it.',
    });
  });

  it('lets no script run but its own files', async () => {
    const { server } = await page();
    const answer = await asked(server, '/');
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const inline = [...answer.text.matchAll(/<script(?![^>]*src=)([^>]*)>/g)];
    expect(inline.map(([, kind]) => kind)).toEqual([' type="importmap"']);
  });

  it('serves its modules without types, and no file from anywhere else', async () => {
    const { server } = await page();
    const module = await asked(server, '/main.ts');
    expect(module.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(module.text).toContain('render(');
    expect((await asked(server, '/desk.ts')).text).not.toContain('interface');
    for (const path of ['/../server.ts', '/%2e%2e/server.ts', '/package.json', '/server.ts'])
      expect((await asked(server, path)).status, path).toBe(404);
  });

  it('tells a listener the state at once, and again when it has changed', async () => {
    const { server } = await page();
    const response = await fetch(`${server.url}/live?as=U0BOB`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async () => (await reader?.read())?.value;
    expect(await next()).toBe('event: slack\ndata: {"me":"U0BOB","deeds":0}\n\n');
    await asked(server, '/do', deed(server));
    expect(await next()).toBe('event: slack\ndata: {"me":"U0BOB","deeds":1}\n\n');
    await reader?.cancel();
  });

  it('hands an uploaded file out as a download, never as a page', async () => {
    const bytes = Buffer.from('<script>alert(1)</script>');
    const { server } = await page({
      file: (me) => (me === 'U0BOB' ? { name: 'a.html', bytes } : undefined),
    });
    const answer = await asked(server, '/files/F1?as=U0BOB');
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect(answer.headers['content-disposition']).toBe("attachment; filename*=UTF-8''a.html");
    expect((await asked(server, '/files/F1?as=U0CAROL')).status).toBe(404);
  });
});

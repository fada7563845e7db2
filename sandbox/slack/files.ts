/**
 * Files as Slack keeps them: the bytes, the file object, and who may read it.
 * A download with a bad token is answered by the sign-in page and status 200, as Slack does.
 */
import { extname } from 'node:path';
import type { Json } from './json.ts';
import type { Workspace } from './workspace.ts';

export type SlackFile = Json & {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly size: number;
};

/** How a download goes wrong when a test asks for it. */
export type Serving = 'normal' | 'signInPage' | 'redirect' | 'short' | 'long';

export type KeptFile = {
  readonly file: SlackFile;
  readonly bytes: Uint8Array;
  readonly serving: Serving;
  /** Channels it was shared in; a file of a form is shared nowhere and given to the app. */
  readonly channels: readonly string[];
  readonly givenToApp: boolean;
};

export type FileReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

const mimeTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  txt: 'text/plain',
  pdf: 'application/pdf',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const signInPage =
  '<!DOCTYPE html><html lang="en-US"><head><title>Slack</title></head><body>Sign in</body></html>';

export type Files = ReturnType<typeof openFiles>;

export function openFiles(world: {
  readonly workspace: Workspace;
  readonly url: () => string;
  readonly before?: readonly KeptFile[] | undefined;
}) {
  const { workspace } = world;
  const kept = new Map((world.before ?? []).map((one) => [one.file.id, one]));
  const gone = new Set<string>();
  const expected = new Map<string, { name: string; size: number; bytes?: Uint8Array }>();

  function objectFor(id: string, name: string, size: number, user: string): SlackFile {
    const extension = extname(name).slice(1).toLowerCase();
    const place = `${world.url()}/files-pri/${workspace.teamId}-${id}`;
    return {
      id,
      created: Math.floor(workspace.now() / 1000),
      timestamp: Math.floor(workspace.now() / 1000),
      name,
      title: name,
      mimetype: mimeTypes[extension] ?? 'application/octet-stream',
      filetype: extension === '' ? 'binary' : extension,
      pretty_type: extension.toUpperCase(),
      user,
      user_team: workspace.person(user)?.teamId ?? workspace.teamId,
      editable: false,
      size,
      mode: 'hosted',
      is_external: false,
      external_type: '',
      is_public: false,
      public_url_shared: false,
      url_private: `${place}/${encodeURIComponent(name)}`,
      url_private_download: `${place}/download/${encodeURIComponent(name)}`,
      permalink: `${world.url()}/files/${user}/${id}/${encodeURIComponent(name)}`,
      file_access: 'visible',
    };
  }

  function add(options: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly user: string;
    readonly channels: readonly string[];
    readonly id?: string;
  }): SlackFile {
    const { name, bytes, user, channels } = options;
    const file = objectFor(options.id ?? workspace.newId('F'), name, bytes.length, user);
    kept.set(file.id, {
      file,
      bytes,
      serving: 'normal',
      channels,
      givenToApp: channels.length === 0,
    });
    return file;
  }

  const appCanSee = (one: KeptFile): boolean =>
    one.givenToApp || one.channels.some((id) => workspace.channel(id)?.botIsMember === true);

  /** The answer to a download; `trusted` says that the bearer token and its scope are right. */
  function download(id: string, trusted: boolean): FileReply {
    const one = kept.get(id);
    const html = { 'content-type': 'text/html; charset=utf-8' };
    if (!one || !trusted || !appCanSee(one) || one.serving === 'signInPage') {
      return { status: 200, headers: html, body: Buffer.from(signInPage) };
    }
    if (one.serving === 'redirect') {
      return { status: 302, headers: { location: `${world.url()}/signin` }, body: Buffer.alloc(0) };
    }
    const headers = { 'content-type': String(one.file.mimetype) };
    const { bytes } = one;
    if (one.serving === 'short') return { status: 200, headers, body: bytes.subarray(0, -1) };
    const body = one.serving === 'long' ? Buffer.concat([bytes, Buffer.from('!')]) : bytes;
    return { status: 200, headers, body };
  }

  return {
    add,
    download,
    expect: (id: string, name: string, size: number): void => {
      expected.set(id, { name, size });
    },
    /** The bytes of an announced upload; false when nobody announced this many. */
    receive(id: string, bytes: Uint8Array): boolean {
      const upload = expected.get(id);
      if (!upload || upload.size !== bytes.length) return false;
      upload.bytes = bytes;
      return true;
    },
    /** Takes the bytes of an announced upload out, once. */
    claim(id: string): { readonly name: string; readonly bytes: Uint8Array } | undefined {
      const upload = expected.get(id);
      if (!upload?.bytes) return undefined;
      expected.delete(id);
      return { name: upload.name, bytes: upload.bytes };
    },
    /** The file as the app may see it, or nothing. */
    visibleToApp: (id: string): SlackFile | undefined => {
      const one = kept.get(id);
      return one && appCanSee(one) ? one.file : undefined;
    },
    bytes: (id: string): Uint8Array | undefined => kept.get(id)?.bytes,
    /** Changes fields of the file object, or how its download is served. */
    set(id: string, { serving, ...fields }: Json & { readonly serving?: Serving }): void {
      const one = kept.get(id);
      if (!one) throw new Error(`There is no file ${id}. Upload it first.`);
      kept.set(id, { ...one, file: { ...one.file, ...fields }, serving: serving ?? one.serving });
    },
    /** Takes the file away; what it was, or nothing. */
    remove(id: string): KeptFile | undefined {
      const one = kept.get(id);
      if (one && kept.delete(id)) gone.add(id);
      return one;
    },
    wasDeleted: (id: string): boolean => gone.has(id),
    all: (): readonly KeptFile[] => [...kept.values()],
  };
}

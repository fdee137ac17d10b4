/**
 * A real Chromium over its DevTools protocol: a JSON message a line of a WebSocket, each command with an id that its
 * answer repeats, and events without one. https://chromedevtools.github.io/devtools-protocol/
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

type Json = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: { readonly message: string };
}

export interface PageOptions {
  readonly colorScheme: 'light' | 'dark';
  readonly runsScripts?: boolean;
}

export interface BrowserPage {
  /** The value of an expression in the page, awaited. @throws Error for what it throws. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** All addresses that the page asked for, its own first. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, violations of its policy included. */
  readonly problems: readonly string[];
  /** Of the whole page, as PNG. */
  screenshot(): Promise<Buffer>;
}

export interface Browser {
  open(url: string, options: PageOptions): Promise<BrowserPage>;
  close(): Promise<void>;
}

const WIDTH = 1100;

export async function startChromium(executable: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  // A container has no user namespaces for the sandbox; the pages are our own.
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-extensions'];
  const child = spawn(
    executable,
    [...options, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const connection = await connect(await debuggingAddress(child.stderr));
  return {
    open: (url, pageOptions) => openPage(connection, url, pageOptions),
    close: async () => {
      await connection.send('Browser.close');
      await ended;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Chromium writes it to its standard error. */
async function debuggingAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address === undefined) continue;
    output.resume();
    return address;
  }
  throw new Error('Chromium: expected the address of its debugger, got the end of its output');
}

interface Connection {
  send(method: string, params?: Json, sessionId?: string): Promise<Json>;
  listen(listener: (method: string, params: Json) => void): void;
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`Chromium: expected a connection to ${address}, got an error`));
  });
  const waiting = new Map<number, (message: Message) => void>();
  const listeners: ((method: string, params: Json) => void)[] = [];
  let lastId = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else for (const listener of listeners) listener(message.method ?? '', message.params ?? {});
  };
  return {
    send: async (method, params = {}, sessionId) => {
      const id = (lastId += 1);
      const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params, sessionId }));
      const { result = {}, error } = await answer;
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result;
    },
    listen: (listener) => void listeners.push(listener),
  };
}

async function openPage(
  connection: Connection,
  url: string,
  { colorScheme, runsScripts = true }: PageOptions,
): Promise<BrowserPage> {
  const [requests, problems]: [string[], string[]] = [[], []];
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params?: Json) => connection.send(method, params, String(sessionId));
  let isLoaded: () => void = () => undefined;
  const loaded = new Promise<void>((resolve) => (isLoaded = resolve));
  connection.listen((method, params) => {
    const { request, entry, type, exceptionDetails } = params as {
      request?: { url: string };
      entry?: { level: string; text: string };
      type?: string;
      exceptionDetails?: { text: string };
    };
    if (method === 'Network.requestWillBeSent') requests.push(request?.url ?? '');
    if (method === 'Log.entryAdded') problems.push(`${entry?.level}: ${entry?.text}`);
    if (method === 'Runtime.consoleAPICalled') problems.push(`console.${type}`);
    if (method === 'Runtime.exceptionThrown') problems.push(exceptionDetails?.text ?? method);
    if (method === 'Page.loadEventFired') isLoaded();
  });
  for (const domain of ['Network', 'Log', 'Runtime', 'Page']) await send(`${domain}.enable`);
  await send('Emulation.setDeviceMetricsOverride', {
    width: WIDTH,
    height: 900,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: colorScheme }],
  });
  await send('Emulation.setScriptExecutionDisabled', { value: !runsScripts });
  await send('Page.navigate', { url });
  await loaded;
  return {
    requests,
    problems,
    evaluate: async <Value>(expression: string) => {
      const { result, exceptionDetails } = (await send('Runtime.evaluate', {
        ...{ expression, awaitPromise: true, returnByValue: true },
      })) as { result: { value: Value }; exceptionDetails?: { exception?: { description?: string } } };
      if (exceptionDetails === undefined) return result.value;
      throw new Error(exceptionDetails.exception?.description ?? 'the page threw something');
    },
    screenshot: async () => {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true });
      return Buffer.from(String(data), 'base64');
    },
  };
}

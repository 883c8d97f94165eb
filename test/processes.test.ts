import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freePort, isTaken } from './processes/free-port.ts';
import { runProcess } from './processes/run-process.ts';
import { startProcess } from './processes/start-process.ts';
import { untilAnswering } from './processes/until-answering.ts';

const node = (script: string) => [process.execPath, ['-e', script]] as const;
const deadlineSeconds = 20;

describe('runProcess', () => {
  it('tells how a program ended and what it wrote', async () => {
    const [program, args] = node('console.log("out"); console.error("err"); process.exitCode = 3');
    const outcome = await runProcess(program, args, { deadlineSeconds });
    expect(outcome).toMatchObject({ ok: false, reason: 'exit code 3' });
    expect(outcome.output.split('\n').sort()).toEqual(['', 'err', 'out']);
    expect(await runProcess(process.execPath, ['-v'], { deadlineSeconds })).toMatchObject({
      ok: true,
    });
  });

  it('fails where there is no such program', async () => {
    const outcome = await runProcess('no-such-program', [], { deadlineSeconds });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('ENOENT') });
  });

  it('ends at the deadline, together with what the program has started', async () => {
    const port = await freePort();
    const listening = `require('node:net').createServer().listen(${port})`;
    const [program, args] = node(`
      const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', ${JSON.stringify(listening)}]);
      setInterval(() => {}, 1000);`);
    const running = runProcess(program, args, { deadlineSeconds: 2 });
    await expect.poll(() => isTaken(port), { timeout: 2_000 }).toBe(true);
    expect(await running).toMatchObject({ ok: false, reason: 'no end after 2 s' });
    await expect.poll(() => isTaken(port)).toBe(false);
  });

  it('ends when told to', async () => {
    const told = new AbortController();
    const [program, args] = node('setInterval(() => {}, 1000)');
    const running = runProcess(program, args, { deadlineSeconds, signal: told.signal });
    told.abort();
    expect(await running).toMatchObject({ ok: false, reason: 'interrupted' });
  });
});

describe('startProcess', () => {
  it('insists on ending a program that ignores SIGTERM', async () => {
    const [program, args] = node('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)');
    const running = startProcess(program, args);
    await delay(500);
    await running.stop();
    expect(await running.exited).toEqual({ ok: false, reason: 'SIGKILL' });
  });

  it('hands over its own environment and nothing else', async () => {
    const [program, args] = node('console.log(Object.keys(process.env).join())');
    const running = startProcess(program, args, { env: { ONLY: 'this' } });
    await running.exited;
    expect(running.output()).toBe('ONLY\n');
  });
});

describe('untilAnswering', () => {
  it('gives up as soon as the program ends, and quotes it', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const [program, args] = node('console.log("missing setting"); process.exitCode = 1');
    await expect(untilAnswering('The server', url, startProcess(program, args))).rejects.toThrow(
      /^The server has ended \(exit code 1\): GET .*\nmissing setting$/,
    );
  });

  it('waits until the answer is a success', async () => {
    const port = await freePort();
    const [program, args] = node(`
      let asked = 0;
      require('node:http').createServer((request, response) => {
        response.writeHead(asked++ < 2 ? 503 : 200).end(String(asked));
      }).listen(${port}, '127.0.0.1');`);
    const running = startProcess(program, args);
    const url = `http://127.0.0.1:${port}`;
    await untilAnswering('The server', url, running);
    expect(await (await fetch(url)).text()).toBe('4');
    expect(await isTaken(port)).toBe(true);
    await running.stop();
    expect(await isTaken(port)).toBe(false);
  });

  it('gives up at the deadline', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const [program, args] = node('setInterval(() => {}, 1000)');
    const running = startProcess(program, args);
    await expect(
      untilAnswering('The server', url, running, { deadlineSeconds: 0.3 }),
    ).rejects.toThrow(/^The server does not answer .*ECONNREFUSED/);
    await running.stop();
  });
});

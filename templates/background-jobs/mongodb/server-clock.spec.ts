import { describe, expect, it } from 'vitest';
import type { Db } from './driver.js';
import { ServerClock } from './server-clock.js';

/** A server whose clock is a minute ahead of ours. */
function serverAhead() {
  let asked = 0;
  const server = {
    get asked() {
      return asked;
    },
    isAway: false,
    command: () => {
      asked += 1;
      return server.isAway
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ localTime: new Date(Date.now() + 60_000) });
    },
  };
  return server;
}

const clockOf = (server: object) => new ServerClock(server as Db);

describe('ServerClock', () => {
  it("is the server's, whatever ours says", async () => {
    const clock = clockOf(serverAhead());
    const ahead = (await clock.now()).getTime() - Date.now();
    expect(Math.abs(ahead - 60_000)).toBeLessThan(500);
  });

  it('is asked for once in a while, not for every command', async () => {
    const server = serverAhead();
    const clock = clockOf(server);
    for (let count = 0; count < 100; count += 1) {
      await clock.now();
    }
    expect(server.asked).toBe(1);
  });

  it('is asked for again once the server is back', async () => {
    const server = serverAhead();
    const clock = clockOf(server);
    server.isAway = true;
    await expect(clock.now()).rejects.toThrow('away');
    server.isAway = false;
    expect((await clock.now()).getTime()).toBeGreaterThan(Date.now());
  });

  it('is asked for again when our clock was set, as after a sleep', async () => {
    const server = serverAhead();
    const clock = clockOf(server);
    await clock.now();
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
    try {
      await clock.now();
    } finally {
      Date.now = now;
    }
    expect(server.asked).toBe(2);
  });
});

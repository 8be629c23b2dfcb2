import { Redis } from 'ioredis'

/** Opens one connection to a server on this machine for the duration of `ask`; fails at once when it does not answer. */
export async function askRedis<T>(port: number, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 1000,
    commandTimeout: 1000,
    enableReadyCheck: false,
  })
  // Without a listener ioredis prints connection errors; the rejected command reports them already.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return await ask(redis)
  } finally {
    redis.disconnect()
  }
}

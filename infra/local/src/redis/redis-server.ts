import { mkdirSync } from 'node:fs'
import { seconds } from '@bicoastal/kernel'
import { findProgram } from '../process/find-program.js'
import { untilReady } from '../process/readiness.js'
import { RunningProgram } from '../process/running-program.js'
import { askRedis } from './ask-redis.js'
import { type RedisSettings, redisArguments } from './settings.js'

/** What one redis-server needs. */
export interface RedisServerOptions {
  readonly name: string
  readonly dataDirectory: string
  readonly logFile: string
  readonly port: number
  readonly settings: RedisSettings
}

/** Starts redis-server on 127.0.0.1. It has been executed when this resolves; it may not answer yet. */
export function launchRedis(options: RedisServerOptions): Promise<RunningProgram> {
  mkdirSync(options.dataDirectory, { recursive: true })
  const place: RedisSettings = {
    bind: '127.0.0.1',
    port: options.port,
    dir: options.dataDirectory,
    daemonize: 'no',
    // Idle servers wake up this often a second; ten of them share two cores.
    hz: 5,
  }
  return RunningProgram.start({
    name: options.name,
    command: findProgram('redis-server'),
    args: redisArguments({ ...place, ...options.settings }),
    logFile: options.logFile,
  })
}

/**
 * Waits until the server answers and has loaded its data.
 *
 * @throws PartFailedError when it ended or did not answer in time.
 */
export function untilRedisAnswers(running: RunningProgram, port: number): Promise<void> {
  return untilReady(running, seconds(15), () => askRedis(port, async (redis) => (await redis.ping()) === 'PONG'))
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { type ProcessIdentity, identify, isAlive } from '../process/process-identity.js'
import { NoFreePortError } from './no-free-port.error.js'
import { isBindable } from './bindable.js'

/** Ports that no other claimant on this machine uses until `release`, or until this process is dead. */
export interface PortClaim {
  readonly first: number
  release(): void
}

/** Where claims are looked for. All below the range from which Linux takes ports for outgoing connections (32768). */
export interface ClaimRange {
  readonly from: number
  readonly to: number
  /** How far apart claims lie. */
  readonly step: number
  /** The ports of one claim, relative to its first. Default: all of the step. */
  readonly ports?: readonly number[]
}

/** Single servers, as tests start them. */
const SERVERS: ClaimRange = { from: 12_000, to: 18_000, step: 10 }

/**
 * Claims ports. Asking the system for a free port and closing it again lets two test runs take the same one; a claim
 * is a file created exclusively, and one left by a dead process is taken over.
 *
 * @throws NoFreePortError when the whole range is claimed or in use.
 */
export async function claimPorts(range: ClaimRange = SERVERS): Promise<PortClaim> {
  const offsets = range.ports ?? Array.from({ length: range.step }, (_, index) => index)
  const slots = Math.floor((range.to - range.from) / range.step)
  // Started at a place of its own, so that processes starting at once rarely meet.
  const start = process.pid % slots
  for (let slot = 0; slot < slots; slot++) {
    const first = range.from + ((start + slot) % slots) * range.step
    const file = join(claimsDirectory(), `${first}`)
    if (!tryClaim(file)) continue
    const free = await Promise.all(offsets.map((offset) => isBindable(first + offset)))
    if (free.every(Boolean)) return { first, release: () => rmSync(file, { force: true }) }
    rmSync(file, { force: true })
  }
  throw new NoFreePortError(range.from, range.to)
}

function claimsDirectory(): string {
  const directory = join(tmpdir(), `bicoastal-ports-${userInfo().uid}`)
  mkdirSync(directory, { recursive: true })
  return directory
}

function tryClaim(file: string): boolean {
  const owner = JSON.stringify(identify(process.pid))
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, owner, { flag: 'wx' })
      return true
    } catch {
      if (!isAbandoned(file)) return false
      rmSync(file, { force: true })
    }
  }
  return false
}

function isAbandoned(file: string): boolean {
  try {
    return !isAlive(JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity)
  } catch {
    // Being written or just released by its owner: not ours to judge.
    return false
  }
}

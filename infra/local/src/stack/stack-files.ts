import { join } from 'node:path'
import type { RegionId } from '@bicoastal/kernel'

/** Where a stack keeps what: everything is below one directory, and forgetting that directory forgets the stack. */
export class StackFiles {
  constructor(readonly directory: string) {}

  /** Where the supervisor is spoken to: HTTP over a unix socket. */
  get socket(): string {
    return join(this.directory, 'supervisor.sock')
  }

  /** Which process the supervisor is, for the next `up` when this one dies. */
  get supervisorRecord(): string {
    return join(this.directory, 'supervisor.json')
  }

  /** Which processes run, for the next `up` when the supervisor dies. */
  get processRecords(): string {
    return join(this.directory, 'processes.json')
  }

  /** One JSON object a line: what happened to which part. */
  get events(): string {
    return join(this.directory, 'logs', 'events.jsonl')
  }

  /** The public keys that tokens are verified with. */
  get publicKeys(): string {
    return join(this.directory, 'secrets', 'jwks.json')
  }

  /** The private key that `scripts/token` signs development tokens with. */
  get privateKey(): string {
    return join(this.directory, 'secrets', 'jwt-private-key.json')
  }

  /** What the regions prove to each other who they are with. */
  get peerSecret(): string {
    return join(this.directory, 'secrets', 'peer-secret')
  }

  passwords(region: RegionId): string {
    return join(this.directory, 'secrets', `${region}-passwords.json`)
  }

  /** The log of a part, by its name. */
  log(part: string): string {
    return join(this.directory, 'logs', `${part}.log`)
  }

  /** The data of a part, by its name. */
  data(part: string): string {
    return join(this.directory, 'data', part)
  }

  /** Which node of a region is the primary, and what may be done when it is gone. */
  databaseState(region: RegionId): string {
    return join(this.directory, 'data', region, 'database.json')
  }

  /** By how much the clock of a region's database servers is off, while it is faked. */
  clock(region: RegionId): string {
    return join(this.directory, 'data', region, 'clock')
  }
}

import { Injectable } from '@nestjs/common'

/** Whether this process is leaving: it finishes what it has and wants nothing new. Never becomes false again. */
@Injectable()
export class Draining {
  #active = false

  get active(): boolean {
    return this.#active
  }

  /** From here on the process is not ready. */
  begin(): void {
    this.#active = true
  }
}

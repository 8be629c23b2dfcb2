import { REGIONS, type RegionId } from '@bicoastal/kernel'
import { LinkPart } from '../link/link-part.js'
import { globalEdgePart } from '../region/edge-parts.js'
import { RegionStack } from '../region/region-stack.js'
import type { StackContext } from '../stack/stack-context.js'
import type { Supervised } from '../supervision/supervised.js'
import type { SupervisedProgram } from '../supervision/supervised-program.js'
import { UnknownPartError } from './unknown-part.error.js'

/** Both regions and what lies between and before them. */
export class Stack {
  readonly link: LinkPart
  readonly edge: SupervisedProgram
  readonly regions: Readonly<Record<RegionId, RegionStack>>

  constructor(readonly context: StackContext) {
    this.link = new LinkPart(context)
    this.edge = globalEdgePart(context)
    this.regions = { east: new RegionStack(context, 'east'), west: new RegionStack(context, 'west') }
  }

  /** Every part, in the order in which people want to see them. */
  get parts(): readonly Supervised[] {
    return [this.edge, this.link, ...REGIONS.flatMap((region) => this.regions[region].parts)]
  }

  /**
   * The part with that name.
   *
   * @throws UnknownPartError when there is none.
   */
  part(name: string): Supervised {
    const part = this.parts.find((candidate) => candidate.name === name)
    if (!part) throw new UnknownPartError(name)
    return part
  }

  /** Stops everything gracefully: callers first, data last. */
  async stop(): Promise<void> {
    await this.edge.stop()
    await Promise.all(REGIONS.map((region) => this.regions[region].stop()))
    await this.link.stop()
    for (const region of REGIONS) this.regions[region].close()
  }

  /** SIGKILLs everything. */
  async destroy(): Promise<void> {
    const regions = REGIONS.map((region) => this.regions[region].destroy())
    await Promise.all([this.edge.destroy(), this.link.destroy(), ...regions])
    for (const region of REGIONS) this.regions[region].close()
  }
}

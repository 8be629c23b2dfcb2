import { PEER_STATES } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { Gauge, Registry } from 'prom-client'
import { CHANNELS } from './presence/evidence.js'
import { PeerWatch } from './presence/peer-watch.js'
import { OwnRegion } from './switch/own-region.js'
import { REGION_STATES } from './switch/region-table.js'

/** The states as metrics: one series per state, of which the current one is 1. */
@Injectable()
export class RegionMetrics {
  constructor(own: OwnRegion, watch: PeerWatch, registry: Registry) {
    const gauge = (name: string, help: string, label: string, collect: (this: Gauge) => void) =>
      registry.registerMetric(new Gauge({ name, help, labelNames: [label], registers: [], collect }))
    gauge('region_state', 'The state that operators gave the region.', 'state', function () {
      for (const state of REGION_STATES) this.set({ state }, own.current?.state === state ? 1 : 0)
    })
    gauge('region_peer_state', 'What this process believes of the peer region.', 'state', function () {
      for (const state of PEER_STATES) this.set({ state }, watch.state === state ? 1 : 0)
    })
    gauge('region_peer_silence_seconds', 'For how long the peer was not heard.', 'channel', function () {
      for (const channel of CHANNELS) this.set({ channel }, watch.silence[channel] / 1000)
    })
  }
}

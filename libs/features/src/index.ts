import type { Feature } from '@bicoastal/kernel'
import { probe } from '@bicoastal/probe'
import { shop } from '@bicoastal/shop'

/** Every feature of this system: the one place where the applications learn what exists. */
export const FEATURES: readonly Feature[] = [probe, shop]

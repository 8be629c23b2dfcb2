import type { Feature } from '@bicoastal/kernel'

/** Every feature of this system: the one place where the applications learn what exists. */
export const FEATURES: readonly Feature[] = []

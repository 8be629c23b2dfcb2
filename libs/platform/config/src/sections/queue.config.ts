import { configSection } from '../config-section.js'
import { secret, url } from '../values.js'
import { variable } from '../variable.js'

/** The region's queue. */
export class QueueConfig extends configSection({
  url: variable('QUEUE_URL', secret(url('redis', 'rediss')), 'the connection string of the durable Redis for jobs'),
}) {}

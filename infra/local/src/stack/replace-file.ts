import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Also survives a power cut. It can take long on a busy disk, during which this process does nothing else. */
  readonly durable?: boolean
}

/**
 * Writes a file in one step: a reader, and whoever comes after a crash or a full disk, finds the old content or the
 * new one, never a part. Throws what the file system throws; the old content is still there then.
 */
export function replaceFile(file: string, content: string, { durable = false }: ReplaceOptions = {}): void {
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(`${file}.new`, content, { flush: durable })
    renameSync(`${file}.new`, file)
  } catch (error) {
    rmSync(`${file}.new`, { force: true })
    throw error
  }
}

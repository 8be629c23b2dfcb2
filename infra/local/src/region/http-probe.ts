/** True when a GET of a path on this machine answers 2xx within a second; rejects when nothing answers at all. */
export async function answersOk(port: number, path: string): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(1000) })
  await response.arrayBuffer()
  return response.ok
}

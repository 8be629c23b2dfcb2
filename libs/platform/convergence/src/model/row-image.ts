import type { RowImage } from '@bicoastal/kernel'

/** An integer column of a row image; `null` for NULL and for a column the image does not carry. */
export function integerOf(image: RowImage, column: string): bigint | null {
  const text = image[column] ?? null
  return text === null ? null : BigInt(text)
}

/** A `bigint[]` column of a row image (`{1,2}`); empty for NULL and for a column the image does not carry. */
export function integersOf(image: RowImage, column: string): readonly bigint[] {
  const text = image[column] ?? null
  return text === null || text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt)
}

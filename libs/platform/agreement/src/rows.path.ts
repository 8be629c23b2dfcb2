/** Where a region is asked what it knows of a row. */
export const ROWS_PATH = '/peer/rows'

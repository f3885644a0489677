// Preloaded into the control run of the power-cut test: every SQLite file is opened with synchronous = NORMAL.
import { DatabaseSync } from 'node:sqlite'

const { exec } = DatabaseSync.prototype
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
  return exec.call(this, sql.replace('synchronous = FULL', 'synchronous = NORMAL'))
}

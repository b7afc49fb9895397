// Asks an API server which version it is; whether it may say so tells a server that is still starting.
import { isObject, textOf } from '../../parse/json-value.ts'
import { ApiError, type Cluster } from './cluster.ts'

export interface ServerVersion {
  /** `v1.34.4`; null when the server does not say. */
  readonly version: string | null
  /** Everybody may ask for it (ClusterRole system:public-info-viewer): a server that refuses has most likely not loaded its roles
   *  yet, and then refuses its own administrator everything else too, for a second or two. */
  readonly isForbidden: boolean
}

/** Does not reject: the objects are what matters. */
export async function readVersion(cluster: Cluster, signal?: AbortSignal): Promise<ServerVersion> {
  try {
    const version = await cluster.get('/version', signal)
    return { version: isObject(version) ? textOf(version, 'gitVersion') : null, isForbidden: false }
  } catch (error) {
    return { version: null, isForbidden: error instanceof ApiError && error.status === 403 }
  }
}

/**
 * The names with which Slack says no, method by method, as far as its pages list them. A switch can
 * only ask for a no that Slack could give there: a test of what never happens proves nothing.
 */

/** What any call may be told, whatever it was about. */
const general = [
  'account_inactive',
  'fatal_error',
  'internal_error',
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'org_login_required',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
] as const;

const byMethod = {
  'chat.postMessage': [
    'channel_not_found',
    'is_archived',
    'messages_tab_disabled',
    'msg_blocks_too_long',
    'not_in_channel',
    'restricted_action',
    'thread_not_found',
  ],
  'chat.postEphemeral': [
    'channel_not_found',
    'is_archived',
    'not_in_channel',
    'user_not_in_channel',
  ],
  'chat.update': [
    'block_mismatch',
    'cant_update_message',
    'channel_not_found',
    'edit_window_closed',
    'is_inactive',
    'message_not_found',
    'update_failed',
  ],
  'chat.delete': [
    'cant_delete_message',
    'channel_not_found',
    'compliance_exports_prevent_deletion',
    'message_not_found',
  ],
  'chat.getPermalink': ['channel_not_found', 'message_not_found'],
  'users.info': ['user_not_found', 'user_not_visible'],
  'conversations.info': ['channel_not_found'],
  'conversations.members': ['channel_not_found', 'fetch_members_failed', 'invalid_cursor'],
  'conversations.open': ['cannot_dm_bot', 'user_disabled', 'user_not_found', 'user_not_visible'],
  'usergroups.users.list': ['no_such_subteam', 'plan_upgrade_required'],
  'views.open': ['duplicate_external_id', 'exchanged_trigger_id', 'expired_trigger_id'],
  'views.push': ['exchanged_trigger_id', 'expired_trigger_id', 'push_limit_reached'],
  'views.update': ['duplicate_external_id', 'hash_conflict', 'not_found'],
  'views.publish': ['hash_conflict', 'not_enabled'],
  'files.info': ['file_deleted', 'file_not_found', 'access_denied'],
  'files.delete': ['cant_delete_file', 'file_deleted', 'file_deleting_disabled', 'file_not_found'],
  'files.getUploadURLExternal': ['file_uploads_disabled', 'file_upload_size_restricted'],
  'files.completeUploadExternal': ['channel_not_found', 'file_not_found', 'not_in_channel'],
} as const;

export type Refusal = (typeof general)[number] | (typeof byMethod)[keyof typeof byMethod][number];

/** Whether Slack's pages list this no for this method; `*` is any method. */
export function couldBeTold(method: string, refusal: Refusal): boolean {
  const specific = new Map<string, readonly string[]>(Object.entries(byMethod)).get(method) ?? [];
  return [...general, ...specific].includes(refusal);
}

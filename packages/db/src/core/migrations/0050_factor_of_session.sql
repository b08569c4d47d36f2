-- The session, or the sign-in in progress, that sets up a factor: the secret is shown to it and confirmed by it alone. No foreign
-- key: only a factor that is not confirmed yet is looked up by it, and a session that retention deleted sets up none.
alter table auth.second_factor add column session_id uuid;
grant update (session_id) on auth.second_factor to entente_auth;

-- Processes of the build before 0018 move a session to another company and confirm it in place, and run beside this one during
-- an update. The next release takes both rights away.
grant update (membership_id, authenticated_at) on auth.session to entente_auth;

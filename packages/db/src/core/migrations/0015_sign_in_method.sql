-- How a sign-in began. A directory's sign-in does not use the password, so a temporary one must not stand in its way.
-- Null in sessions of before, which count as begun with a password.
alter table auth.session add column method text check (method in ('password', 'directory'));

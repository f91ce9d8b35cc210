ALTER TABLE predictions DROP COLUMN client_ip;

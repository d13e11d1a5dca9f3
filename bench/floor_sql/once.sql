-- Once: small tables, narrow numbers for courses and lessons, and empty tables for what comes year by year.
CREATE TABLE course AS SELECT CAST(row_number() OVER (ORDER BY course_id) AS TINYINT) AS course, * FROM courses;
CREATE TABLE place AS
SELECT lesson_id, CAST(row_number() OVER () AS SMALLINT) AS lesson, course,
       CAST(u.position AS TINYINT) AS unit, plugged,
       CASE WHEN grade_band = 'K-5' THEN CASE WHEN plugged THEN 0 END
            WHEN grade_band = '9-12' THEN u.position
            WHEN u.position BETWEEN 2 AND 6 THEN u.position END AS bin
FROM lessons l JOIN units u USING (unit_id) JOIN course USING (course_id);
CREATE TABLE needed AS
SELECT lesson_id, lesson, course, CAST(bin AS TINYINT) AS bin FROM place JOIN course USING (course)
WHERE bin IS NOT NULL AND kind = 'course';
CREATE TABLE member AS
SELECT section_id, student_id, joined_on, CASE WHEN removed_on <= DATE '{as_of}' THEN removed_on END AS removed_on,
       course AS section_course, person_id
FROM section_students m JOIN sections s USING (section_id) JOIN teachers USING (teacher_id)
LEFT JOIN course ON course.course_id = s.course_id WHERE joined_on <= DATE '{as_of}';
CREATE TABLE person_school AS
SELECT person_id, arg_max(school_id, (starts_on, school_id)) AS school_id
FROM teacher_schools JOIN teachers USING (teacher_id) GROUP BY ALL;
CREATE TABLE student AS
SELECT student_id, CASE WHEN gender IN ('female', 'male', 'nonbinary', 'another') THEN gender
       ELSE 'not_reported' END AS gender,
       CASE WHEN races IS NOT NULL THEN races LIKE '%hispanic%' OR races LIKE '%black%' END AS urg
FROM students;
CREATE TABLE trained AS
WITH came AS (
    SELECT DISTINCT person_id, workshop_id, session_id, s."on", grade_band, course_id, partner_id, starts_on
    FROM attendance JOIN enrollments e USING (enrollment_id) JOIN teachers USING (teacher_id)
    JOIN workshop_sessions s USING (session_id, workshop_id) JOIN workshops w USING (workshop_id)
    JOIN courses USING (course_id)
), reached AS (
    SELECT person_id, course_id, partner_id, year(starts_on) - CASE WHEN month(starts_on) < 6 THEN 1 ELSE 0 END
           AS training, min("on", 4)[CASE WHEN any_value(grade_band) = 'K-5' THEN 1 ELSE 4 END] AS trained_on
    FROM came GROUP BY workshop_id, person_id, course_id, partner_id, starts_on
)
SELECT person_id, course_id, partner_id, training, min(trained_on) AS trained_on
FROM reached WHERE trained_on IS NOT NULL GROUP BY ALL;
CREATE TABLE candidate AS
SELECT a.course_id, b.course AS course, b.course_id AS taught_id FROM course a JOIN course b
ON a.course = b.course OR (a.kind = 'course' AND b.kind = 'course' AND a.grade_band = 'K-5'
                           AND b.grade_band = 'K-5' AND a.family = b.family);
CREATE TABLE class AS
SELECT DISTINCT person_id, course, training FROM trained JOIN candidate USING (course_id);
CREATE TABLE f_teacher_started (person_id VARCHAR, course_id VARCHAR, school_year VARCHAR, started_on DATE);
CREATE TABLE f_teacher_completed (person_id VARCHAR, course_id VARCHAR, school_year VARCHAR, completed_on DATE,
                                  completed_level VARCHAR);
CREATE TABLE f_school_active (school_id VARCHAR, school_year VARCHAR, active_on DATE);
CREATE TABLE f_atoms (school_id VARCHAR, school_year VARCHAR, course_id VARCHAR, kind VARCHAR, students BIGINT,
    female BIGINT, male BIGINT, nonbinary BIGINT, another BIGINT, not_reported BIGINT, urg BIGINT,
    not_urg BIGINT, race_not_reported BIGINT);
CREATE TABLE worked (person_id VARCHAR, course_id VARCHAR, school_year VARCHAR, begins INTEGER, last_on DATE,
                     furthest_unit BIGINT);

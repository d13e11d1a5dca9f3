from django.urls import path

from catchment.portal.checkin import desk, staff, teacher

urlpatterns = [
    path("check-in/", teacher.row, name="check_in"),
    path("check-in/answer/", teacher.answer, name="check_in_answer"),
    path("check-in/email/", teacher.correct_email, name="check_in_email"),
    path("check-in/stop/", teacher.stop, name="check_in_stop"),
    path("check-in/leave/", teacher.leave, name="check_in_leave"),
    path("check-in/link/<str:secret>/", teacher.link, name="check_in_link"),
    path("roster/<str:person_id>/check-in/", staff.ask, name="ask_check_in"),
    path("roster/<str:person_id>/stop-sharing/", staff.stop, name="stop_sharing"),
    path("desk/stop-sharing/", desk.find, name="desk_stop_sharing"),
    path("desk/stop-sharing/now/", desk.stop, name="desk_stop_sharing_now"),
]

from django.urls import path

from catchment.portal.team import desk, looking, program, views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/<int:membership>/", views.member, name="team_member"),
    path("team/<int:membership>/role/", views.change_role, name="team_role"),
    path("team/<int:membership>/remove/", views.remove, name="team_remove"),
    path("desk/people/", desk.people, name="people"),
    path("desk/people/<int:membership>/", desk.member, name="person"),
    path("desk/people/<int:membership>/role/", desk.change_role, name="person_role"),
    path("desk/people/<int:membership>/remove/", desk.remove, name="person_remove"),
    path("desk/people/<int:membership>/look/", looking.start, name="view_as"),
    path("desk/people/program/<int:number>/", program.member, name="staff"),
    path("desk/people/program/<int:number>/role/", program.change_role, name="staff_role"),
    path("desk/people/program/<int:number>/close/", program.close, name="staff_close"),
    path("desk/partners/<str:partner_id>/", desk.partner, name="partner"),
    path("looking/stop/", looking.stop, name="view_as_stop"),
]
